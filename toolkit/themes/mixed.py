"""A linear model of units with an intercept for each cluster, by restricted maximum likelihood."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
from scipy import stats

from toolkit.themes.robust_errors import Fit


def random_intercept(
    design: np.ndarray, values: np.ndarray, clusters: np.ndarray
) -> tuple[Fit | None, list[str]]:
    """Fit a linear mixed model with a random intercept for each cluster.

    Coefficients of 0/1 values are differences in probability. Degrees of freedom are clusters less columns,
    as for columns that do not vary inside clusters; a logit model of units is not offered, because its
    integrals in statsmodels are variational and too sure of themselves.

    Parameters
    ----------
    design
        (units, columns).
    values
        (units,).
    clusters
        (units,) numbers from 0.

    Returns
    -------
    The fit, None where there is none, and remarks in words on how far to trust it.
    """
    from statsmodels.regression.mixed_linear_model import MixedLM

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = MixedLM(values, design, groups=clusters).fit(reml=True)
        except (np.linalg.LinAlgError, ValueError) as error:
            return None, [f"the mixed model cannot be fitted ({error})"]
    remarks = _in_words([str(warning.message) for warning in caught], bool(result.converged))
    columns, groups = design.shape[1], len(np.unique(clusters))
    covariance = np.asarray(result.cov_params())[:columns, :columns]
    if not np.isfinite(covariance).all() or (np.diag(covariance) < 0).any():
        return None, [*remarks, "the mixed model gives no standard errors"]
    df = np.full(columns, float(max(1, groups - columns)))
    return Fit(np.asarray(result.fe_params), covariance, df, groups), remarks


def wald(fit: Fit, places: Sequence[int]) -> float:
    """Test that several coefficients are 0 together: p by Wald's F with the fit's degrees of freedom."""
    chosen = list(places)
    estimate, covariance = fit.estimate[chosen], fit.covariance[np.ix_(chosen, chosen)]
    statistic = estimate @ np.linalg.pinv(covariance) @ estimate / len(chosen)
    return float(stats.f.sf(statistic, len(chosen), fit.df[chosen[0]]))


def _in_words(messages: list[str], is_converged: bool) -> list[str]:
    """Say in plain words what the optimizer warned of; unknown warnings are passed on."""
    remarks = [] if is_converged else ["the mixed model did not converge: do not use these numbers"]
    for message in messages:
        if any(word in message for word in ("boundary", "singular", "Hessian")):
            remark = "clusters hardly differ beyond the columns: as good as ordinary least squares"
        elif "converge" in message.lower() or "gradient" in message.lower() or "Retrying" in message:
            continue
        else:
            remark = f"statsmodels warns: {message}"
        if remark not in remarks:
            remarks.append(remark)
    return remarks

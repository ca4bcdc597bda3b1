"""What a run may claim: how sure its numbers are, what was validated, and what was not."""

from __future__ import annotations

import numpy as np

from toolkit.reports.account import Account, Rows
from toolkit.themes import FRAGILE, Codes


def claims(account: Account) -> list[str]:
    """Say what results may be called, how sure they are, and what was validated."""
    aside = (
        f" Estimates come from {account.estimated} of {account.stamp.documents} documents."
        if account.estimated is not None
        else ""
    )
    return [
        f"**Standing.** {account.standing}{aside}",
        "",
        f"**Uncertainty.** {UNCERTAINTY}",
        "",
        f"**Human codes.** {_codes(account)}",
        "",
        f"**Validation.** {_validation(account)}",
        "",
    ]


UNCERTAINTY = (
    "Documents are the sample. Shares of groups are unweighted means over documents; what is printed follows "
    "the number of documents, a source and its translation counting once: one speaks of this text only, two "
    "to five are described, with an exact permutation test and the smallest p it can give, from six on there "
    "are intervals. Those of shares are Korn and Graubard's, with as many degrees of freedom as there are "
    "clusters that carry the theme; those of differences are made of both groups' limits (Zou & Donner). "
    "p comes from rearranging whole documents among the groups (all arrangements where there are at most "
    "20,000, else 9,999 drawn), studentised from six clusters a side on."
)


def _codes(account: Account) -> str:
    """Say how many units people coded, how far they agreed, and what follows from it."""
    codes = account.codes
    if codes is None:
        return "None: instruments were not measured against people, and shares are not corrected."
    if not codes.coded.any():
        nothing = (
            f"None of the {len(codes.unit_ids)} units that estimates come from was coded: instruments were "
            "not measured against people, and shares are not corrected."
        )
        return " ".join([nothing, *codes.notes])
    coded = ~np.isnan(codes.value).all(axis=1)
    said = (
        f"{int(coded.sum())} of {len(codes.unit_ids)} units were coded by {' and '.join(codes.coders)} "
        f"({_agreed(account.reliability)}). {_drawn(codes, coded)} {_corrected(account.prevalence)}"
    )
    return " ".join([said, *codes.notes])


def _agreed(reliability: Rows) -> str:
    """Say how far coders agreed, over all languages."""
    whole = "all" if any(row["language"] == "all" for row in reliability) else None
    own = [row for row in reliability if whole is None or row["language"] == whole]
    if not any(row["twice"] for row in own):
        return "agreement: no unit was coded twice"
    alphas = [f"{row['theme']} {row['alpha']:.2f}" for row in own if row["alpha"] == row["alpha"]]
    return f"Krippendorff's alpha: {', '.join(alphas) or 'not to be had, codes do not vary'}"


def _drawn(codes: Codes, coded: np.ndarray) -> str:
    """Say whether it is known how coded units were drawn."""
    unknown = int(np.isnan(codes.probability[coded]).sum())
    if not unknown:
        return "They were drawn with known probabilities."
    return f"How {unknown} of them were drawn is not recorded."


def _corrected(prevalence: Rows) -> str:
    """Say how many shares of groups could be corrected, and how."""
    groups = [row for row in prevalence if row["by"] != "document"]
    done = sum(row["corrected"] == row["corrected"] for row in groups)
    if not done:
        return "No share of a group could be corrected by them: the CSV of the prevalence says why."
    return f"{done} of {len(groups)} shares of groups, and contrasts, were corrected by them. {CORRECTION}"


CORRECTION = (
    "Within each language and reading of the instrument, the share of coded units that carry the theme has a "
    "Beta posterior, weighted by the sampling probabilities, and is extended to the uncoded units "
    "(post-stratified prediction-powered inference). Intervals about these texts are outer quantiles from "
    "Beta(1/4, 3/4) and Beta(3/4, 1/4) priors; those about documents add the variance between clusters of "
    "documents, with t degrees of freedom from the fourth moment, and three quarters of an unseen document. "
    "The estimate stays at the measured share while the interval about these texts holds it, and beyond that "
    "follows the codes (nonnegative garrote); by_codes in the CSV is the posterior mean itself."
)


def _validation(account: Account) -> str:
    """Say what was validated, and what was not."""
    said = []
    if len(account.scores) > 1:
        said.append(
            "Instruments were compared in a multitrait-multimethod matrix (Spearman of ranks taken within "
            "languages, phi and kappa of presences; also with each document's mean taken out), with "
            "bootstrap intervals over clusters of documents. Themes are called distinct where the "
            "heterotrait-monotrait ratio, with instruments in the place of items, is at most 0.85."
        )
    if account.codes is None or not account.codes.coded.any():
        said.append("Agreement with human codes: not done in this run.")
    else:
        said.append("Agreement with human codes stands in the table human_machine.")
    said.append(_languages(account))
    if account.runs > 1:
        said.append(f"Instruments that draw at random were run {account.runs} times (table robustness).")
    else:
        said.append("Stability over seeds: not done in this run (`robustness: {seeds: 20}`).")
    said.append(_pooled(account.effects_over_runs))
    return " ".join(filter(None, said))


def _pooled(rows: Rows) -> str:
    """Say over what effects were pooled, and how many coefficients hang on the run."""
    if not rows:
        return ""
    runs, draws = (max(row[name] for row in rows) for name in ("runs", "draws"))
    over = [f"{runs} runs"] if runs > 1 else []
    if draws > 1:
        drawn = dict.fromkeys(row["instrument"] for row in rows if row["draws"] > 1)
        over.append(f"{draws} draws of theme shares {'in each ' if over else ''}({', '.join(drawn)})")
    said = f"Effects were estimated anew over {' and '.join(over)}, and pooled (table effects_over_runs)"
    known = [row["due_to_runs"] for row in rows if row["due_to_runs"] == row["due_to_runs"]]
    if not known:
        return f"{said}."
    fragile = sum(due > FRAGILE for due in known)
    return f"{said}: {fragile} of {len(known)} coefficients owe over {FRAGILE} of their variance to runs."


def _languages(account: Account) -> str:
    """Say which contrasts between languages may be read as differences of theme."""
    between = [row for row in account.contrasts if row.get("separable")]
    if not between:
        return ""
    can = sum(row["separable"] == "yes" for row in between)
    return (
        "Equivalence across languages was checked at four stages (Lind et al. 2025; table equivalence, which "
        f"has the margins). Only where accuracy, differential functioning and coverage pass is a difference "
        f"between languages read as one of theme: {can} of "
        f"{len(between)} contrasts; the others may be differences of measure."
    )

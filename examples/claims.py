"""A text held against a record, whoever wrote it: what is false is found, and cut."""

from shopkeeper.claims import check, false_claims, mend

FACTS = [["name", "Glass teapot"], ["material", "glass"], ["capacity", "600 ml"], ["price", "¥129"]]
TEXT = "A teapot of glass. It holds 600 ml. Today it costs ¥99. It is the best in the world."

claims = check(TEXT, FACTS)
for claim in claims:
    print(f"{claim.verdict:<13} {claim.text}  {claim.reason.en}")  # → contradicted
print(len(false_claims(claims)), "may not be said")  # → 2 may not be said
print(mend(TEXT, claims).text)  # → It holds 600 ml.

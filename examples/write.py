"""Copy from records: the text, each claim of it, and the record that supports the claim."""

from shopkeeper import open_shop

shop = open_shop("teahouse")

for language in ("en", "zh"):
    copy = shop.write("description", "cup-03", language=language)
    print(copy.text)  # → stainless steel
    for claim in copy.claims:
        print("  ", claim.text, "-", claim.record)  # → material

shop.close()

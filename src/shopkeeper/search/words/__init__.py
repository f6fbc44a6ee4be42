"""The words of a query: synonyms, slips of the finger, pinyin, and what the shop's own words are."""

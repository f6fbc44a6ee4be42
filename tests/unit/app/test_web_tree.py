from shopkeeper.app.web.pages import Facet, FacetValue
from shopkeeper.app.web.tree import as_tree

PATHS = [("Audio", "Headphones", "Over-ear"), ("Audio", "Speakers"), ("Kitchen", "Kettles"), ("Garden",)]
COUNTS = {"Audio": 40, "Headphones": 30, "Kitchen": 30, "Kettles": 25, "Over-ear": 20, "Garden": 10, "Speakers": 10, "Mystery": 5}


def facet(*active):
    return Facet("category", "Category", tuple(FacetValue(label, count, "", label in active) for label, count in COUNTS.items()))


def rows(found):
    return [(value.label, value.depth) for value in found.first]


def test_only_the_first_level_shows_when_nothing_stands_out():
    found = as_tree(facet(), PATHS, total=80)
    assert rows(found) == [("Audio", 0), ("Kitchen", 0), ("Garden", 0)]
    assert [value.label for value in found.folded] == ["Mystery"]


def test_a_chosen_category_is_open_and_so_are_those_around_it():
    assert rows(as_tree(facet("Headphones"), PATHS, total=80)) == [
        ("Audio", 0), ("Headphones", 1), ("Over-ear", 2), ("Speakers", 1), ("Kitchen", 0), ("Garden", 0)]


def test_a_category_that_holds_most_products_is_open():
    assert rows(as_tree(facet(), PATHS, total=59)) == [
        ("Audio", 0), ("Headphones", 1), ("Over-ear", 2), ("Speakers", 1), ("Kitchen", 0), ("Kettles", 1), ("Garden", 0)]


def test_without_paths_the_facet_stays_as_it_is():
    assert as_tree(facet(), [], total=80) == facet()


def test_paths_that_contradict_each_other_do_no_harm():
    found = as_tree(facet("Audio"), [("Audio", "Headphones"), ("Headphones", "Audio"), ("Garden",)], total=80)
    assert ("Garden", 0) in rows(found)

"""Which lines terms cover: what is excepted never, else what is named, else everything."""

import pytest

from loyalty.programme import Scoped


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        (Scoped(), {"tea", "cake", "mug", ""}),
        (Scoped(categories=("food",)), {"cake"}),
        (Scoped(products=("tea",)), {"tea"}),
        (Scoped(categories=("food",), products=("tea",)), {"tea", "cake"}),
        (Scoped(except_categories=("food",)), {"tea", "mug", ""}),
        (Scoped(except_products=("tea",)), {"cake", "mug", ""}),
        (Scoped(categories=("food", "drinks"), except_products=("tea",)), {"cake"}),
        (Scoped(products=("tea",), except_categories=("drinks",)), set()),
    ],
)
def test_terms_cover_lines(scope: Scoped, covered: set[str]) -> None:
    categories = {"tea": "drinks", "cake": "food", "mug": "gifts", "": ""}
    assert {each for each in categories if scope.covers(each, categories[each])} == covered
    assert scope.is_scoped == (scope != Scoped())

"""Reviews. The package can be called like the function: `from design_sandbox import review` works either way.

Python binds a subpackage's name on its parent as soon as anything in it is imported, so the public function and this
package share one name; making the package callable keeps `review(design, scenario)` true in every order of imports.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from design_sandbox.review.result import Review


class _CallablePackage(ModuleType):
    def __call__(self, *arguments: Any, **options: Any) -> Review:
        from design_sandbox.review.engine import review

        return review(*arguments, **options)


sys.modules[__name__].__class__ = _CallablePackage

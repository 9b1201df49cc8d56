"""Scripts are made of modules, and collected whole: the same code, in one file."""

import pytest
from django.conf import settings

from gcmreview.storage import whole

PAGE = """\
import { one, two } from "./numbers.js";
import { say } from "./speech.js";
say(one + two());
"""
SPEECH = """\
import { one } from "./numbers.js";
const own = one;
export function say(what) {
  own(what);
}
"""
NUMBERS = """\
export const one = 1;
const own = 2;
export async function two() {
  return own;
}
"""
MODULES = {"js/page.js": PAGE, "js/speech.js": SPEECH, "js/numbers.js": NUMBERS}
WHOLE = """\
const module_numbers = (() => {
const one = 1;
const own = 2;
async function two() {
  return own;
}
return { one, two };
})();
const module_speech = (() => {
const { one } = module_numbers;
const own = one;
function say(what) {
  own(what);
}
return { say };
})();
const { one, two } = module_numbers;
const { say } = module_speech;
say(one + two());
"""


def test_a_script_holds_each_module_it_imports_once_and_in_a_scope_of_its_own():
    assert whole("js/page.js", MODULES.get) == WHOLE


NOT_UNDERSTOOD = [
    'import numbers from "./numbers.js";\n',
    'import * as numbers from "./numbers.js";\n',
    'import { one as first } from "./numbers.js";\n',
    'import { one } from "https://example.org/numbers.js";\n',
    'import { one } from "./numbers.js"\n',
    'import "./numbers.js";\n',
    'const numbers = await import("./numbers.js");\n',
    "export default 1;\n",
    "export { one };\n",
    "export let one = 1;\n",
]


@pytest.mark.parametrize("line", NOT_UNDERSTOOD)
def test_what_is_not_understood_stops_the_collecting(line):
    with pytest.raises(ValueError, match="cannot be made whole"):
        whole("js/page.js", {"js/page.js": line}.__getitem__)


STATIC = settings.BASE_DIR / "static"
SCRIPTS = [f"js/{path.name}" for path in sorted(STATIC.glob("js/*.js"))]


@pytest.mark.parametrize("name", SCRIPTS)
def test_each_script_of_the_house_can_be_made_whole(name):
    made = whole(name, lambda wanted: (STATIC / wanted).read_text("utf-8"))
    assert "\nimport " not in made
    assert "\nexport " not in made

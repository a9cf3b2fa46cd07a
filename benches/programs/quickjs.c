// Real program: the QuickJS engine on a script of objects, strings, closures, regular expressions and sorting.
//! sources = ["libquickjs-ng-sys/embed/quickjs/{quickjs,libregexp,libunicode,dtoa}.c"]
//! include = ["libquickjs-ng-sys/embed/quickjs"]
//! flags = ["-D_GNU_SOURCE", "-D_WASI_EMULATED_PROCESS_CLOCKS", "-D_WASI_EMULATED_SIGNAL", "-fwrapv"]
#include "bench.h"
#include "quickjs.h"

static const char script[] =
    "let seed = 42;\n"
    "const random = n => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;\n"
    "const out = [];\n"
    "function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }\n"
    "out.push(fib(25));\n"
    "class Vector { constructor(x, y) { this.x = x; this.y = y; } add(o) { return new Vector(this.x + o.x, this.y + o.y); } }\n"
    "let v = new Vector(0, 0); for (let i = 0; i < 150000; i++) v = v.add(new Vector(i, 0.5));\n"
    "out.push(v.x, v.y);\n"
    "const numbers = Array.from({length: 40000}, () => random(100000));\n"
    "numbers.sort((a, b) => a - b); out.push(numbers[1000]);\n"
    "const words = new Map();\n"
    "for (let i = 0; i < 60000; i++) { const w = 'w' + random(3000); words.set(w, (words.get(w) || 0) + 1); }\n"
    "out.push(words.size);\n"
    "const text = 'the quick brown fox 123 '.repeat(1500);\n"
    "out.push(text.match(/[a-z]+/g).length, text.replace(/(\\d+) (\\w)/g, '$2$1').length);\n"
    "const tree = d => d ? {l: tree(d - 1), r: tree(d - 1)} : null;\n"
    "const count = t => t ? 1 + count(t.l) + count(t.r) : 0;\n"
    "out.push(count(tree(15)), JSON.stringify(JSON.parse(JSON.stringify(tree(11)))).length);\n"
    "const sieve = new Uint8Array(300000); let primes = 0;\n"
    "for (let i = 2; i < 300000; i++) if (!sieve[i]) { primes++; for (let j = i * 2; j < 300000; j += i) sieve[j] = 1; }\n"
    "out.push(primes);\n"
    "out.join(' ')\n";

int main(void) {
    JSRuntime *runtime = JS_NewRuntime();
    JSContext *context = JS_NewContext(runtime);
    JSValue value = JS_Eval(context, script, sizeof script - 1, "bench.js", JS_EVAL_TYPE_GLOBAL);
    if (JS_IsException(value)) value = JS_GetException(context);
    const char *result = JS_ToCString(context, value);
    puts(result);
    return finish(fold(FOLD_START, result, strlen(result)));
}

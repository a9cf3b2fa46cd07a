// Real program: the Lua interpreter on a script of loops, tables, strings and closures.
//! sources = ["lua-src/lua-5.4.9/{lapi,lauxlib,lbaselib,lcode,lctype,ldebug,ldo,ldump,lfunc,lgc,llex,lmathlib,lmem,lobject,lopcodes,lparser,lstate,lstring,lstrlib,ltable,ltablib,ltm,lundump,lvm,lzio}.c"]
//! include = ["lua-src/lua-5.4.9"]
//! flags = ["-D_SETJMP_H", "-Dluai_jmpbuf=int", "-DLUAI_THROW(L,c)=__builtin_trap()", "-DLUAI_TRY(L,c,a)={a}", "-Dl_signalT=int"]
// No error is thrown, so neither build needs setjmp, which WebAssembly without exceptions has not.
#include "bench.h"
#include "lua.h"
#include "lauxlib.h"
#include "lualib.h"

static const char script[] =
    "local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end\n"
    "local seed = 42\n"
    "local function random(n) seed = (seed * 1103515245 + 12345) % 2147483648 return seed // 65536 % n end\n"
    "local out = {fib(29)}\n"
    "local t = {}\n"
    "for i = 1, 120000 do t[i] = random(30000) end\n"
    "table.sort(t)\n"
    "out[#out + 1] = t[1000]\n"
    "table.sort(t, function(a, b) return a % 1000 > b % 1000 end)\n"
    "local words = {}\n"
    "for i = 1, 60000 do local w = 'w' .. random(5000) words[w] = (words[w] or 0) + 1 end\n"
    "local n = 0 for _ in pairs(words) do n = n + 1 end\n"
    "out[#out + 1] = n\n"
    "local s = string.rep('the quick brown fox 123 ', 4000)\n"
    "local count = 0 for w in s:gmatch('%a+') do count = count + #w end\n"
    "out[#out + 1] = count\n"
    "out[#out + 1] = #(s:gsub('%d+', function(d) return d .. d end))\n"
    "local Point = {} Point.__index = Point\n"
    "function Point.new(x, y) return setmetatable({x = x, y = y}, Point) end\n"
    "function Point:add(o) return Point.new(self.x + o.x, self.y + o.y) end\n"
    "local p = Point.new(0, 0) for i = 1, 400000 do p = p:add(Point.new(i, 0.5)) end\n"
    "out[#out + 1] = p.x out[#out + 1] = p.y\n"
    "local sieve, primes = {}, 0\n"
    "for i = 2, 400000 do if not sieve[i] then primes = primes + 1 for j = i * i, 400000, i do sieve[j] = true end end end\n"
    "out[#out + 1] = primes\n"
    "return table.concat(out, ' ')\n";

int main(void) {
    lua_State *state = luaL_newstate();
    luaL_requiref(state, "_G", luaopen_base, 1);
    luaL_requiref(state, "string", luaopen_string, 1);
    luaL_requiref(state, "table", luaopen_table, 1);
    if (luaL_loadstring(state, script)) return 1;
    lua_call(state, 0, 1);
    const char *result = lua_tostring(state, -1);
    puts(result);
    return finish(fold(FOLD_START, result, strlen(result)));
}

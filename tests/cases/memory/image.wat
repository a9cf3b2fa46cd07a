;; Active segments are there at the start; where they overlap, the later one wins.
;;! check = "run"
;;! args = ["--module", "lib=lib.wat", "--invoke", "test"]
;;! files."lib.wat" = '(module (global (export "base") i32 (i32.const 65530)))'
;;! stdout = "1145258561\n1482250328\n90\n0\n113\n"
(module
  (import "lib" "base" (global $base i32))
  (memory 2)
  (data (i32.const 0) "ABCDEFGH")
  (data (i32.const 5) "YYY")
  (data (i32.const 7) "")
  (data (i32.const 131071) "Z")
  (data (global.get $base) "opqrstuv")
  (data (i32.const 4) "XX")
  (data (i32.const 7) "X")
  (func (export "test") (result i32 i32 i32 i32 i32)
    (i32.load (i32.const 0))
    (i32.load (i32.const 4))
    (i32.load8_u (i32.const 131071))
    (i32.load (i32.const 1024))
    (i32.load8_u (i32.const 65532))))

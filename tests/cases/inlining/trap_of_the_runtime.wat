;; What the runtime finds, called by a function that was inlined, has that function in its backtrace.
;;! check = "run"
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: clear\n  1: clear_all\n  2: _start\n"
(module
  (memory 1)
  (func $clear (param i32 i32) (memory.fill (local.get 0) (i32.const 0) (local.get 1)))
  (func $clear_all (param i32) (call $clear (i32.const 0) (local.get 0)))
  (func (export "_start") (call $clear_all (i32.const 65536)) (call $clear_all (i32.const 65537))))

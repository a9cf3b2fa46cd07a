;; A loop that fills memory, much of it and beyond its end, traps where it would by itself.
;;! check = "run"
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: fill (fill_loop.wat+0x35)\n  1: _start\n"
(module
  (memory 1)
  (func $fill (param $at i32) (param $value i32) (param $end i32)
    (loop
      (i32.store (local.get $at) (local.get $value))
      (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end)))))
  (func (export "_start") (call $fill (i32.const 100) (i32.const 0) (i32.const 70000))))

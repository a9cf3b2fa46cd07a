;; An access outside traps, though one near it whose index wraps would be inside.
;;! check = "run"
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: outside ("
(module
  (memory 1)
  (global $minus (mut i32) (i32.const -8))
  (func $outside (param $p i32) (result i32)
    (i32.add (i32.load8_u (local.get $p)) (i32.load8_u (i32.add (local.get $p) (i32.const 16)))))
  (func (export "_start") (drop (call $outside (global.get $minus)))))

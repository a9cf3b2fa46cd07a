;; What comes before the table of a loop that begins with a switch traps where it is in the module, also if
;; the branch back goes to the case directly.
;;! check = "run"
;;! args = ["--invoke", "walk"]
;;! run_args = ["65532"]
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: walk (dispatch.wat+0x2e)\n"
(module
  (memory 1)
  (func (export "walk") (param $p i32) (result i32)
    (local $state i32) (local $c i32)
    (loop $dispatch
      (local.set $c (i32.load8_u (local.get $p)))
      (local.set $p (i32.add (local.get $p) (i32.const 1)))
      (block $end (block $three (block $two (block $one
        (br_table $one $two $three $end (local.get $state)))
        (local.set $state (i32.const 1))
        (br $dispatch))
        (local.set $state (i32.const 2))
        (br $dispatch))
        (local.set $state (i32.const 0))
        (br $dispatch)))
    (local.get $c)))

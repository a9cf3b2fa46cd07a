;; --bounds explicit: a check before the table of a loop that begins with a switch holds in each case, however
;; it is entered, and one in a case does not hold in another.
;;! check = "run"
;;! args = ["--invoke", "walk", "--bounds", "explicit"]
;;! run_args = ["65530", "65525"]
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: walk (dispatch_explicit.wat+0x7c)\n"
(module
  (memory 1)
  (func (export "walk") (param $p i32) (param $q i32) (result i32)
    (local $state i32) (local $sum i32)
    (loop $dispatch
      (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $p))))
      (block $end (block $three (block $two (block $one
        (br_table $one $two $three $end (local.get $state)))
        (local.set $p (i32.add (local.get $p) (i32.const 1)))
        (local.set $sum (i32.add (local.get $sum) (i32.load offset=1 (local.get $q))))
        (local.set $state (i32.const 1))
        (br $dispatch))
        (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $p))))
        (local.set $q (i32.add (local.get $q) (i32.const 4)))
        (local.set $state (i32.const 2))
        (br $dispatch))
        (local.set $sum (i32.add (local.get $sum) (i32.load8_u offset=3 (local.get $q))))
        (local.set $state (i32.const 0))
        (br $dispatch)))
    (local.get $sum)))

;; A number that is loaded for two sums, which are computed otherwise than they are written, traps where it is loaded.
;;! check = "run"
;;! args = ["--invoke", "go"]
;;! run_args = ["65533"]
;;! exit = 134
;;! stdout = ""
;;! stderr = "wasm trap: out of bounds memory access\n  0: go (operand_of_a_sum.wat+0x3a)\n"
(module
  (memory 1)
  (func (export "go") (param $p i32)
    (local $c f32) (local $s f32) (local $n i32)
    (local.set $c (f32.const -0.3))
    (loop $next
      (local.set $s (f32.load (i32.add (local.get $p) (i32.shl (local.get $n) (i32.const 3)))))
      (f32.store offset=16 (local.get $n) (f32.add (f32.add (local.get $c) (local.get $s)) (local.get $s)))
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $n) (i32.const 5))))))

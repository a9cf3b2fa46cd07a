;; The result of a comparison is known behind a branch on it: where it is used there, it is a constant, and only the
;; branch looks at the flags.
;;! check = "asm"
;;! args = ["--invoke", "turn"]
;;! targets = ["x86_64-linux"]
;;! contains = ["  movb $0x1, ", "  movw $0x0, "]
;;! absent = ["  setnbe", "  cmovnbe"]
(module
  (memory 1)
  (func (export "turn") (param $x i32) (param $y i32) (result i32) (local $above i32)
    (local.set $above (i32.gt_u (local.get $x) (local.get $y)))
    (if (local.get $above)
      (then (i32.store8 (i32.const 0) (local.get $above)))
      (else
        (i32.store16 (i32.const 8) (local.get $above))
        (return (i32.sub (local.get $above) (local.get $x)))))
    (i32.add (local.get $y) (i32.const 5))))

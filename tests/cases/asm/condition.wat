;; A branch on a comparison that was negated as a number is a branch on the comparison.
;;! check = "asm"
;;! args = ["--invoke", "choose"]
;;! targets = ["x86_64-linux"]
;;! contains = ["ucomisd"]
;;! absent = ["seta", "setnbe", "setb", "movzb"]
(module
  (func (export "choose") (param f64 f64) (result i32)
    (if (result i32) (i32.eqz (f64.lt (local.get 0) (local.get 1)))
      (then (i32.const 5))
      (else (i32.const 7)))))

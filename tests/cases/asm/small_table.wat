;; A table of few targets is compared, not jumped through.
;;! check = "asm"
;;! args = ["--invoke", "choose"]
;;! targets = ["x86_64-linux"]
;;! contains = ["cmpl"]
;;! absent = ["br_table"]
(module
  (func (export "choose") (param i32) (result i32)
    (block $c (block $b (block $a
      (br_table $a $b $c (local.get 0)))
      (return (i32.const 30)))
      (return (i32.const 20)))
    (i32.const 10)))

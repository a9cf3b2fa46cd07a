;; A short table of few targets is a test of bits for each, not a jump.
;;! check = "asm"
;;! args = ["--invoke", "choose"]
;;! targets = ["x86_64-linux"]
;;! contains = ["movl $0x811", "movl $0x144"]
;;! absent = ["br_table"]
(module
  (func (export "choose") (param i32) (result i32)
    (block $c (block $b (block $a
      (br_table $a $c $b $c $a $c $b $c $b $c $c $a $c (local.get 0)))
      (return (i32.const 30)))
      (return (i32.const 20)))
    (i32.const 10)))

;; Loads move down to what uses them, and become its memory operand; none passes a store.
;;! check = "asm"
;;! args = ["--invoke", "mix"]
;;! targets = ["x86_64-linux"]
;;! contains = ["xorl 0x3fff0004(", "xorl 0x3fff0008("]
;;! absent = ["xorl 0x3fff000c("]
(module
  (memory 1)
  (func (export "mix") (param $p i32) (result i32)
    (local $a i32) (local $b i32) (local $c i32) (local $d i32)
    (local.set $a (i32.load (local.get $p)))
    (local.set $d (i32.load offset=12 (local.get $p)))
    (i32.store offset=16 (local.get $p) (i32.const 1))
    (local.set $b (i32.load offset=4 (local.get $p)))
    (local.set $c (i32.load offset=8 (local.get $p)))
    (i32.xor (i32.xor (i32.xor (local.get $a) (local.get $b)) (local.get $c)) (local.get $d))))

;; A branch says nothing of an index where the other way was taken, nor behind both, nor of what it becomes after.
;;! check = "asm"
;;! args = ["--invoke", "peek"]
;;! targets = ["x86_64-linux"]
;;! contains = ["leal"]
;;! absent = ["0x3fff0400(", "0x3fff0800(", "0x3fff0c00("]
(module
  (memory 1)
  (func (export "peek") (param $index i32) (param $other i32) (result i32) (local $sum i32)
    (if (i32.lt_u (local.get $index) (i32.const 100))
      (then
        (local.set $sum (i32.load (i32.add (local.get $other) (i32.const 1024))))
        (local.set $other (i32.mul (local.get $index) (local.get $other))))
      (else
        (local.set $sum (i32.load (i32.add (local.get $index) (i32.const 2048))))))
    (i32.xor (local.get $sum) (i32.load (i32.add (local.get $other) (i32.const 3072))))))

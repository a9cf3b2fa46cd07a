;; What a branch says of an index shows that its sum with a constant does not wrap, where the branch was taken.
;;! check = "asm"
;;! args = ["--invoke", "peek"]
;;! targets = ["x86_64-linux"]
;;! contains = ["0x3fff0400(", "0x3fff0800(", "0x3fff0c00("]
;;! absent = ["leal 0x"]
(module
  (memory 1)
  (func (export "peek") (param $index i32) (result i32) (local $sum i32)
    (if (i32.lt_u (local.get $index) (i32.const 100))
      (then
        (local.set $sum (i32.load (i32.add (local.get $index) (i32.const 1024))))))
    (if (i32.gt_s (local.get $index) (i32.const -1))
      (then
        (local.set $sum
          (i32.xor (local.get $sum) (i32.load (i32.add (local.get $index) (i32.const 2048)))))))
    ;; Also what a loop starts with.
    (if (i32.le_u (local.get $index) (i32.const 9999))
      (then
        (loop $next
          (local.set $sum
            (i32.xor (local.get $sum) (i32.load (i32.add (local.get $index) (i32.const 3072)))))
          (br_if $next
            (i32.le_u (local.tee $index (i32.add (local.get $index) (i32.const 4))) (i32.const 9999))))))
    (local.get $sum)))

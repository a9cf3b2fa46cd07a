;; What is far from the start of memory has a base of its own, which is found before the loop: an access that is
;; alone adds nothing else to its index.
;;! check = "asm"
;;! args = ["--invoke", "sum"]
;;! targets = ["aarch64-linux"]
;;! contains = ["+70004\n", "UXTW]\n"]
;;! absent = ["movk"]
(module
  (memory 2)
  (func (export "sum") (param $from i32) (result i32) (local $sum i32)
    (loop $next
      (local.set $sum
        (i32.add (local.get $sum) (i32.load8_u offset=70004 (local.get $from))))
      (br_if $next (local.tee $from (i32.sub (local.get $from) (i32.const 1)))))
    (local.get $sum)))

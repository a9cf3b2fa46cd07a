;; Of pointers that are loaded the one that is selected is extended already, and so is what a loop starts with.
;;! check = "asm"
;;! args = ["--invoke", "last"]
;;! targets = ["riscv64-linux"]
;;! contains = ["srli a2,a5,32\n", "block1:\n  add a2,a0,a2\n", "##condition=(a5 ne zero)\n  bne a2,"]
;;! absent = ["sext.w"]
(module
  (memory 1)
  (func (export "last") (param $list i32) (param $other i32) (result i32)
    (local.set $list (i32.add (local.get $list) (local.get $other)))
    (loop $next
      (br_if $next
        (local.tee $list
          (select
            (i32.load offset=4 (local.get $list))
            (i32.load offset=8 (local.get $list))
            (i32.load offset=12 (local.get $list))))))
    (i32.load (local.get $other))))

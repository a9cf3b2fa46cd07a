;; A loop that begins with a switch goes from case to case without its table: the header, `block2`, is only
;; entered once, so it has no parameter for what the loop changes.
;;! check = "clif"
;;! args = ["--invoke", "go"]
;;! contains = ["jump block2", "br_table"]
;;! absent = ["jump block2("]
(module
  (func (export "go") (param $state i32) (param $n i32) (result i32)
    (loop $dispatch
      (block $end (block $three (block $two (block $one
        (br_table $one $two $one $three $end (local.get $state)))
        (local.set $n (i32.mul (local.get $n) (i32.const 3)))
        (local.set $state (i32.const 1))
        (br $dispatch))
        (local.set $n (i32.xor (local.get $n) (i32.const 5)))
        (local.set $state (i32.const 3))
        (br $dispatch))
        (local.set $n (i32.sub (local.get $n) (i32.const 9)))
        (local.set $state (i32.const 1))
        (br_if $dispatch (i32.and (local.get $n) (i32.const 1)))
        (local.set $state (i32.const 4))
        (br $dispatch)))
    (local.get $n)))

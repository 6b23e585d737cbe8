  ;; Tells the host which wrappers are gone, and closes the gaps that they leave in the wrap table.
  (func $gcstress.wrappers
    (local $from i32) (local $to i32)
    (local.set $from (global.get {wrap_base}))
    (local.set $to (global.get {wrap_base}))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $from) (global.get {wrap_ptr})))
        (if (i32.and (call $gcstress.header (i32.load (local.get $from))) (i32.const 1))
          (then
            (memory.copy (local.get $to) (local.get $from) (i32.const 16))
            (local.set $to (i32.add (local.get $to) (i32.const 16))))
          (else
            (call {decref} (i32.load offset=4 (local.get $from)) (i32.load offset=8 (local.get $from)))))
        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (br $next)))
    (global.set {wrap_ptr} (local.get $to)))

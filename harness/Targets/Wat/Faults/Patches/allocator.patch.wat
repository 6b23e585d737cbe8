;; Bugs of the allocator and its free lists. See HeapPatches for the form.

fault widen-nothing in $allocate
-        (if (global.get $hardened) (then (call $widen)))

fault grow-doubled in $half_heap
-    (i32.shr_u (i32.sub (global.get $heap_ptr) (global.get $gc_heap_start)) (i32.const 1)))
+    (i32.sub (global.get $heap_ptr) (global.get $gc_heap_start)))

fault collect-early in $short_of
-    (i32.gt_u (i32.add (global.get $heap_ptr) (local.get $total)) (global.get $limit)))
+    (i32.gt_u
+      (i32.add (global.get $heap_ptr) (i32.shl (local.get $total) (i32.const 1)))
+      (global.get $limit)))

fault near-unseen in $unlink_near_front
-      (if (i32.eqz (i32.and (i32.ne (local.get $block) (i32.const 0)) (i32.ne (local.get $tries) (i32.const 0))))
+      (if (i32.eqz (i32.and (i32.ne (local.get $block) (i32.const 0)) (i32.eq (local.get $tries) (i32.const 0))))

fault size-16 in $take_vera
-      (local.set $bytes (i32.shr_u (i32.load (i32.sub (local.get $block) (i32.const 4))) (i32.const 1)))
+      (local.set $bytes
+        (i32.and
+          (i32.shr_u (i32.load (i32.sub (local.get $block) (i32.const 4))) (i32.const 1))
+          (i32.const 0xFFFF)))

fault size-16 in $stride_of
-    (call $stride (i32.shr_u (i32.load (i32.sub (local.get $block) (i32.const 4))) (i32.const 1))))
+    (call $stride
+      (i32.and
+        (i32.shr_u (i32.load (i32.sub (local.get $block) (i32.const 4))) (i32.const 1))
+        (i32.const 0xFFFF))))

fault size-16 in $sweep_vera
-          (local.set $stride (i32.shr_u (local.get $header) (i32.const 1)))
+          (local.set $stride (i32.and (i32.shr_u (local.get $header) (i32.const 1)) (i32.const 0xFFFF)))

fault grow-one-page in $raise_limit
           (i64.extend_i32_u (global.get $page_bytes)))))
+    (local.set $raised (i64.extend_i32_u (i32.add (global.get $limit) (global.get $page_bytes))))

fault memory-unbounded in $raise_limit
-    (if (i64.gt_u (local.get $raised) (i64.extend_i32_u (global.get $memory_max)))
-      (then
-        ;; seen: heap.refused
-        (return (i32.const 0))))

fault grow-short in $back
-        (if (i32.lt_s (memory.grow $memory (local.get $pages)) (i32.const 0)) (then (return (i32.const 0))))
+        (if (i32.lt_s (memory.grow $memory (i32.sub (local.get $pages) (i32.const 1))) (i32.const 0))
+          (then (return (i32.const 0))))

fault map-grow-short in $back
-        (if (i32.lt_s (memory.grow $map (local.get $pages)) (i32.const 0)) (then (return (i32.const 0))))
+        (if (i32.lt_s (memory.grow $map (i32.sub (local.get $pages) (i32.const 1))) (i32.const 0))
+          (then (return (i32.const 0))))

fault take-nothing in $take_vera
-    (local.set $block (global.get $gc_free_head))

fault take-nothing in $take_hardened
-    (local.set $block (call $unlink_fit (local.get $total)))

fault end-published-early in $allocate
         (i32.store $plan (i32.const 48) (local.get $total))
-        (call $collect)
+        (global.set $heap_ptr (i32.add (global.get $heap_ptr) (local.get $total)))
+        (call $collect)
+        (global.set $heap_ptr (i32.sub (global.get $heap_ptr) (local.get $total)))

fault no-ceiling in $bump
-    (if (call $past_ceiling (local.get $total)) (then (call $no_room (global.get $CEILING) (local.get $total))))

fault ceiling-uncollected in $allocate
-    (if (i32.or (call $short_of (local.get $total)) (call $must_not_go_on (local.get $total)))
+    (if (call $short_of (local.get $total))

fault fit-too-small in $take_vera
-      (if (i32.lt_u (local.get $bytes) (local.get $size))
+      (if (i32.lt_u (i32.add (local.get $bytes) (i32.const 8)) (local.get $size))

fault fit-too-small in $take_hardened
-    (local.set $block (call $unlink_fit (local.get $total)))
+    (local.set $block
+      (call $unlink_fit
+        (select
+          (i32.sub (local.get $total) (i32.const 8))
+          (local.get $total)
+          (i32.gt_u (local.get $total) (i32.const 8)))))

fault misfit-dropped in $unlink_fit
-        (if (local.get $block) (then (return (local.get $block))))
+        (if (local.get $block)
+          (then
+            (if (i32.eq (call $stride_of (local.get $block)) (local.get $total))
+              (then (return (local.get $block))))))

fault free-head-kept in $take_vera
-      (else (global.set $gc_free_head (i32.load (local.get $block)))))
+      (else))

fault free-head-kept in $unlink_first
-    (call $set_head (local.get $bin) (i32.load (local.get $block)))

fault reuse-shrinks-header in $take_vera
-    (i32.store (i32.sub (local.get $block) (i32.const 4)) (i32.shl (local.get $bytes) (i32.const 1)))
+    (i32.store (i32.sub (local.get $block) (i32.const 4)) (i32.shl (local.get $size) (i32.const 1)))

fault reuse-shrinks-header in $take_hardened
-        (call $put_free
-          (i32.add (local.get $block) (local.get $total))
-          (i32.sub (local.get $stride) (local.get $total)))

fault collect-after-take in $allocate
-    (if (i32.eq (global.get $allocations) (global.get $next_forced)) (then (call $force)))

fault collect-after-take in $allocate
     (global.set $allocated (i64.add (global.get $allocated) (i64.extend_i32_u (local.get $total))))
     (local.set $block (call $take (local.get $size) (local.get $pointer_free)))
-    (if (local.get $block) (then (return (local.get $block))))
+    (if (local.get $block)
+      (then
+        (if (i32.eq (global.get $allocations) (global.get $next_forced)) (then (call $force)))
+        (return (local.get $block))))

fault collect-after-take in $allocate
         (if (global.get $hardened) (then (call $widen)))
         (local.set $block (call $take (local.get $size) (local.get $pointer_free)))
-        (if (local.get $block) (then (return (local.get $block))))
+        (if (local.get $block)
+          (then
+            (if (i32.eq (global.get $allocations) (global.get $next_forced)) (then (call $force)))
+            (return (local.get $block))))

fault collect-after-take in $allocate
-    (call $bump (local.get $size) (local.get $total) (local.get $pointer_free)))
+    (local.set $block (call $bump (local.get $size) (local.get $total) (local.get $pointer_free)))
+    (if (i32.eq (global.get $allocations) (global.get $next_forced)) (then (call $force)))
+    (local.get $block))

fault free-twice in $put_free
-    (i32.store (local.get $block) (i32.load $plan (call $head_of (local.get $bin))))
+    (i32.store (local.get $block) (local.get $block))

fault free-twice in $sweep_vera
-          (i32.store (local.get $block) (global.get $gc_free_head))
+          (i32.store (local.get $block) (local.get $block))

fault free-list-cycle in $sweep_vera
-    (global.set $gc_free_head (i32.const 0))

fault free-list-cycle in $sweep_hardened
-    (call $empty_bins)

fault merge-nothing in $free_block
-    (call $merge (local.get $header) (local.get $granule))
+    (call $end_run (local.get $run) (local.get $header))
+    (return (local.get $header))

fault remainder-lost in $take_hardened
-        (call $put_free
-          (i32.add (local.get $block) (local.get $total))
-          (i32.sub (local.get $stride) (local.get $total)))
+        (i32.store
+          (i32.add (local.get $block) (i32.sub (local.get $total) (i32.const 4)))
+          (i32.shl (i32.sub (i32.sub (local.get $stride) (local.get $total)) (i32.const 4)) (i32.const 1)))
+        (i32.store8 $map
+          (call $granule (i32.add (local.get $block) (local.get $total)))
+          (global.get $START))

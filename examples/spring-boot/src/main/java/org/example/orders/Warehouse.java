// SPDX-License-Identifier: Apache-2.0
package org.example.orders;

import java.util.HashMap;
import java.util.Map;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;

/** Knows Spring Security, and nothing of SOAP. */
@Service
class Warehouse {
    private final Map<String, Integer> stock = new HashMap<>(Map.of("apple", 10));

    synchronized boolean take(String article, int number) {
        int left = stock.getOrDefault(article, 0) - number;
        if (left >= 0) {
            stock.put(article, left);
        }
        return left >= 0;
    }

    @PreAuthorize("hasRole('manager')")
    synchronized void restock(String article, int number) {
        stock.merge(article, number, Integer::sum);
    }
}

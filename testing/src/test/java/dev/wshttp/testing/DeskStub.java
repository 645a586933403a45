// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a test has in the place of a service: an object without an annotation, as a mock is. */
class DeskStub implements Desk {
    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public String ask(String question, String tenant) {
        return tenant + ": " + question + "?";
    }

    @Override
    public void tell(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("Nothing was told");
        }
        told.add(text);
    }
}

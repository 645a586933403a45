// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A WSDL that a service published, as it is or with one change. */
record RecordedWsdl(String text) {
    static final String DIRECT = "1-nonego-nosession";
    static final String SESSION = "2-nonego-session";
    static final String NEGOTIATED_SESSION = "3-nego-session-DEFAULT";
    static final String NEGOTIATED = "4-nego-nosession";

    /** WCF's of a mode, all in one document. */
    static RecordedWsdl of(String mode) {
        return named(mode + "/singleWsdl.xml");
    }

    static RecordedWsdl named(String name) {
        try (var resource = RecordedWsdl.class.getResourceAsStream("/captures/wsdl/" + name)) {
            return new RecordedWsdl(
                    new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The same with one text in the place of another, wherever that is. */
    RecordedWsdl with(String replacement, String text) {
        assertThat(this.text).contains(text);
        return new RecordedWsdl(this.text.replace(text, replacement));
    }

    /** The same without a text. */
    RecordedWsdl without(String text) {
        return with("", text);
    }

    /** The same with one text in the first place of another. */
    RecordedWsdl withFirst(String replacement, String text) {
        assertThat(this.text).contains(text);
        int start = this.text.indexOf(text);
        return new RecordedWsdl(
                this.text.substring(0, start) + replacement + this.text.substring(start + text.length()));
    }

    /** Written to a folder. */
    URI in(Path folder) {
        try {
            return Files.writeString(folder.resolve("service.wsdl"), text).toUri();
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/soap+xml",
                "application/soap+xml; charset=utf-8",
                "Application/SOAP+XML;CHARSET=\"UTF-8\"",
                " application/soap+xml ; charset = utf-8 ",
                "application/soap+xml; charset=utf-8;",
            })
    void readsWhatSoap12PeersSend(String header) {
        assertThat(MediaType.parse(header)).contains(new MediaType(UTF_8, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/soap+xml; charset=utf-8; action=\"urn:action\"",
                "application/soap+xml;action=\"urn:action\";charset=utf-8",
                "application/soap+xml; action=urn:action",
            })
    void readsTheActionWhereThereIsOne(String header) {
        assertThat(MediaType.parse(header)).contains(new MediaType(UTF_8, "urn:action"));
    }

    @Test
    void readsUtf16() {
        assertThat(MediaType.parse("application/soap+xml; charset=utf-16")).contains(new MediaType(UTF_16, ""));
        assertThat(MediaType.parse("application/soap+xml; charset=UTF-16LE")).contains(new MediaType(UTF_16LE, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "text/xml",
                "text/xml; charset=utf-8",
                "application/xml",
                "application/soap",
                "application/\u017Foap+xml",
                "appl\u0131cation/soap+xml",
                "application/soap+xml2",
                "multipart/related; type=\"application/soap+xml\"",
                "application/soap+xml; charset=iso-8859-1",
                "application/soap+xml; charset=nonsense",
            })
    void refusesEverythingElse(String header) {
        assertThat(MediaType.parse(header)).isEmpty();
    }

    @Test
    void refusesNoHeader() {
        assertThat(MediaType.parse(null)).isEmpty();
    }
}

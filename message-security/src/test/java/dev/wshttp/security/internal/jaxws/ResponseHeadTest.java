// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResponseHeadTest {
    private static final String LENGTH = "content-length";
    private static final String ENCODING = "transfer-encoding";
    private static final int SPELLINGS = 65_536;

    @Test
    void tellsTheLengthInWhicheverSpelling() throws IOException {
        assertThat(new ResponseHead(Map.of("cONTENT-lENGTH", List.of("17"))).length())
                .isEqualTo(17);
    }

    @Test
    void takesTheSameLengthTwiceForOne() throws IOException {
        var twice = Map.of("Content-Length", List.of("17", "17"), LENGTH, List.of("17"));

        assertThat(new ResponseHead(twice).length()).isEqualTo(17);
    }

    @Test
    void refusesTwoLengthsOfAnAnswerThatWasSmuggledIn() {
        var two = Map.of("Content-Length", List.of("17"), LENGTH, List.of("18"));

        assertThatThrownBy(() -> new ResponseHead(two).length())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2 different lengths");
    }

    @Test
    void knowsNoLengthBesideChunks() throws IOException {
        var chunks = Map.of("Content-Length", List.of("17"), "Transfer-Encoding", List.of("chunked"));

        assertThat(new ResponseHead(chunks).length()).isEqualTo(ResponseHead.UNKNOWN);
    }

    @Test
    void readsAnAttackersHeadOfAllSpellingsOfOneNameInLinearTime() throws IOException {
        var headers = new LinkedHashMap<String, List<String>>();
        for (int i = 0; i < SPELLINGS; i++) {
            headers.put(spelling(i), List.of(Integer.toString(i)));
        }
        headers.put("Content-Length", List.of("17"));
        assertThat(headers).hasSize(SPELLINGS + 1);

        long length = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> new ResponseHead(headers).length());
        assertThat(length).isEqualTo(ResponseHead.UNKNOWN);
    }

    /** Returns the name with capitals where a number has a one. */
    private static String spelling(int number) {
        var name = new StringBuilder(ENCODING);
        int bit = 0;
        for (int i = 0; i < name.length(); i++) {
            String letter = name.substring(i, i + 1);
            if (!letter.equals("-")) {
                name.replace(i, i + 1, (number >> bit & 1) == 1 ? letter.toUpperCase(Locale.ROOT) : letter);
                bit++;
            }
        }
        return name.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.xml.ws.binding.WebServiceFeatureList;
import com.sun.xml.ws.developer.SchemaValidationFeature;
import com.sun.xml.ws.developer.StreamingAttachmentFeature;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import jakarta.xml.ws.RespectBindingFeature;
import jakarta.xml.ws.WebServiceFeature;
import jakarta.xml.ws.soap.AddressingFeature;
import jakarta.xml.ws.soap.MTOMFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The feature in the RI's list of features, beside all combinations of others. The order in which the RI goes through its list depends on the
 * addresses of their classes.
 */
class FeatureListTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final List<WebServiceFeature> OTHERS = List.of(
            new SchemaValidationFeature(),
            new RespectBindingFeature(),
            new StreamingAttachmentFeature(),
            new MTOMFeature(false),
            new AddressingFeature(true, true));

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyListHasSecurityAndAddressing(boolean byAnnotation) {
        for (int chosen = 0; chosen < 1 << OTHERS.size(); chosen++) {
            List<WebServiceFeature> features = combination(chosen);
            features.add(
                    byAnnotation
                            ? new TubelineTest.SecuredByAnnotation()
                            : MessageSecurityFeature.forService(
                                    WsHttpBinding.builder().build(), new PkiCredentials(PKI).service()));
            var list = new WebServiceFeatureList(features.toArray(WebServiceFeature[]::new));

            list.validate();

            assertThat(requireNonNull(list.get(AddressingFeature.class)).isEnabled())
                    .isTrue();
            assertThat(list.get(MessageSecurityFeature.class)).isNotNull();
        }
    }

    private static List<WebServiceFeature> combination(int chosen) {
        return new ArrayList<>(IntStream.range(0, OTHERS.size())
                .filter(i -> (chosen & (1 << i)) != 0)
                .mapToObj(OTHERS::get)
                .toList());
    }
}

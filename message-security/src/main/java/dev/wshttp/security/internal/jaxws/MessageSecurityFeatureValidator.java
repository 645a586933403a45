// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.FeatureListValidator;
import com.sun.xml.ws.api.WSFeatureList;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import jakarta.xml.ws.WebServiceFeature;
import jakarta.xml.ws.soap.AddressingFeature;

/** Adds to a port or endpoint what message security rests on. The RI makes one for each list of features. */
public final class MessageSecurityFeatureValidator implements FeatureListValidator {
    /** For the RI. */
    public MessageSecurityFeatureValidator() {}

    /** @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if WS-Addressing is switched off */
    @Override
    public void validate(WSFeatureList features) {
        AddressingFeature given = features.get(AddressingFeature.class);
        if (given != null && !given.isEnabled()) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "WS-Addressing is switched off, and message security needs it (expected no AddressingFeature, or an enabled one)."
                            + " Remove the AddressingFeature: this feature brings its own.");
        }
        var required = new AddressingFeature(true, true, AddressingFeature.Responses.ANONYMOUS);
        features.mergeFeatures(new WebServiceFeature[] {required}, false);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.mutation;

import java.util.ArrayList;
import java.util.List;

/** Makes one changed message of a seed: mostly with one change, sometimes with two or three. */
public final class Mutator {
    private static final int ATTEMPTS = 20;

    // Each stands here as often as it is wanted.
    private static final List<Mutation> ALL = List.of(
            tree(StructureMutations::wrapInUnknown),
            tree(StructureMutations::wrapInUnknown),
            tree(StructureMutations::wrapInKnown),
            tree(StructureMutations::wrapAndForge),
            tree(StructureMutations::wrapAndForge),
            tree(StructureMutations::wrapAndForge),
            tree(StructureMutations::unwrap),
            tree(StructureMutations::delete),
            tree(StructureMutations::move),
            tree(StructureMutations::move),
            tree(StructureMutations::copy),
            tree(StructureMutations::copy),
            tree(StructureMutations::swap),
            tree(StructureMutations::addElement),
            tree(StructureMutations::addHeader),
            tree(StructureMutations::addApplicationHeader),
            rarely(OctetMutations::nestDeeply),
            rarely(tree(StructureMutations::repeat)),
            tree(NameMutations::renameElement),
            tree(NameMutations::changeNamespace),
            tree(NameMutations::spellNamespaceDifferently),
            tree(NameMutations::changePrefix),
            tree(NameMutations::useDefaultNamespace),
            tree(NameMutations::declare),
            tree(NameMutations::removeDeclaration),
            tree(AttributeMutations::addId),
            tree(AttributeMutations::addId),
            tree(AttributeMutations::addMeaningful),
            tree(AttributeMutations::remove),
            tree(AttributeMutations::change),
            tree(AttributeMutations::takeValueOfAnother),
            tree(AttributeMutations::retarget),
            tree(AttributeMutations::otherAlgorithm),
            rarely(tree(AttributeMutations::many)),
            tree(TextMutations::insertComment),
            tree(TextMutations::insertInstruction),
            tree(TextMutations::insertText),
            tree(TextMutations::insertCdata),
            tree(TextMutations::makeCdata),
            tree(TextMutations::change),
            tree(TextMutations::swapTexts),
            tree(Base64Mutations::flip),
            tree(Base64Mutations::changeHead),
            tree(Base64Mutations::changeLength),
            tree(Base64Mutations::swapBlocks),
            tree(Base64Mutations::repeatBlock),
            tree(Base64Mutations::respell),
            tree(Base64Mutations::addBeside),
            tree(EncryptionMutations::changeReferenceList),
            tree(EncryptionMutations::moveReferenceList),
            tree(EncryptionMutations::copyEncryptedPart),
            tree(EncryptionMutations::exchangeEncryptedParts),
            tree(EncryptionMutations::changeType),
            tree(EncryptionMutations::makeCipherReference),
            tree(EncryptionMutations::changeNumber),
            tree(EncryptionMutations::addDerivation),
            splice(SpliceMutations::replaceByDonor),
            splice(SpliceMutations::replaceByDonor),
            splice(SpliceMutations::insertDonor),
            splice(SpliceMutations::takeText),
            splice(SpliceMutations::takeAttribute),
            splice(SpliceMutations::replaceAllOfAName),
            OctetMutations::flip,
            OctetMutations::delete,
            OctetMutations::insert,
            OctetMutations::truncate,
            OctetMutations::doubled,
            OctetMutations::encode,
            OctetMutations::addProlog,
            OctetMutations::writeReference,
            OctetMutations::writeDifferently,
            HttpMutations::changeContentType,
            rarely(HttpMutations::answerWithFault),
            HttpMutations::removeSecurity);

    private Mutator() {}

    /**
     * Changes a message.
     *
     * @param donors other messages, of which the change may take something
     */
    public static Mutated mutate(WireMessage message, List<WireMessage> donors, Choices choices) {
        var draft = new Draft(message, donors);
        var done = new ArrayList<String>();
        int wanted = choices.of(1, 1, 1, 1, 1, 1, 2, 2, 3);
        for (int i = 0; i < ATTEMPTS && done.size() < wanted; i++) {
            String description = choices.of(ALL).apply(draft, choices);
            if (!description.equals(Mutation.NOTHING)) {
                done.add(description);
            }
        }
        return new Mutated(draft.message(), String.join("; ", done));
    }

    private interface TreeMutation {
        String apply(Tree tree, Choices choices);
    }

    private interface Splice {
        String apply(Tree tree, Tree donor, Choices choices);
    }

    private static Mutation tree(TreeMutation mutation) {
        return (draft, choices) ->
                draft.tree().map(tree -> mutation.apply(tree, choices)).orElse(Mutation.NOTHING);
    }

    private static Mutation splice(Splice mutation) {
        return (draft, choices) -> draft.tree()
                .flatMap(tree -> draft.donor(choices).map(donor -> mutation.apply(tree, donor, choices)))
                .orElse(Mutation.NOTHING);
    }

    private static Mutation rarely(Mutation mutation) {
        return (draft, choices) -> choices.oneIn(4) ? mutation.apply(draft, choices) : Mutation.NOTHING;
    }
}

using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Audit;

/// <summary>
/// What each action of the audit chain is called: the chain keeps the page or the operation (docs/reference/audit-events.md), a reader gets words.
/// A test asks for a word for every page and every operation that writes an entry.
/// </summary>
internal static class ActionWords
{
    private static readonly (string Words, string[] Actions)[] Table =
    [
        ("Series created", ["/Organise/Series/New", "api:createSeries"]),
        ("Series changed", ["/Organise/Series/Edit", "api:changeSeries"]),
        ("Public page of a series put on or taken off", ["/Organise/Series/Overview:Publish", "api:publishSeries"]),
        ("Day created", ["/Organise/Dialogues/New", "api:createDialogue"]),
        ("Day changed", ["/Organise/Dialogues/Edit", "api:changeDialogue"]),
        ("Room added", ["/Organise/Dialogues/Overview:AddRoom", "api:addRoom"]),
        ("Room removed", ["/Organise/Dialogues/Overview:RemoveRoom"]),
        ("Session added", ["/Organise/Sessions/New", "api:addSession"]),
        ("Session changed", ["/Organise/Sessions/Edit", "api:changeSession"]),
        ("Facilitator’s view of a session opened", ["/Organise/Sessions/Edit:View"]),
        ("Facilitator’s views of a session closed", ["/Organise/Sessions/Edit:CloseViews"]),
        ("Balance of a day set", ["/Organise/Balance/Dialogue", "api:setBalance"]),
        ("Balance of a series set", ["/Organise/Balance/Series", "api:setSeriesBalance"]),
        ("Seats of a day set", ["/Organise/Invitations/Places"]),
        ("Day called off", ["/Organise/Invitations/Places:Cancel"]),
        ("Issuing of tokens changed", ["/Organise/Dialogues/Tokens"]),
        ("Person checked in", ["/Organise/Dialogues/CheckIn:CheckIn", "api:checkIn"]),
        ("Check-in taken back", ["/Organise/Dialogues/CheckIn:Undo", "api:undoCheckIn"]),
        ("Name looked for at the door", ["/Organise/Dialogues/CheckIn:Find"]),
        ("People chosen for a wave", ["/Organise/Invitations/Prepare"]),
        ("Several invitations changed at once", ["/Organise/Invitations/Board:Bulk"]),
        ("Withdrawing several invitations looked at", ["/Organise/Invitations/Withdraw"]),
        ("Several invitations withdrawn", ["/Organise/Invitations/Withdraw:Withdraw"]),
        ("People invited", ["api:invitePeople"]),
        ("Letter of an invitation sent again", ["/Organise/Invitations/Invitation:Again"]),
        ("Answer noted for somebody", ["/Organise/Invitations/Invitation:Answer", "api:answerOnBehalf"]),
        ("Personal links closed", ["/Organise/Invitations/Invitation:Close"]),
        ("Reminder sent", ["/Organise/Invitations/Invitation:Remind"]),
        ("Reminders stopped or allowed", ["/Organise/Invitations/Invitation:Reminders"]),
        ("New personal link sent", ["/Organise/Invitations/Invitation:Renew"]),
        ("Role of an invitee changed", ["/Organise/Invitations/Invitation:Role"]),
        ("Answer confirmed", ["/Organise/Invitations/Invitation:Verify"]),
        ("Invitation withdrawn", ["/Organise/Invitations/Invitation:Withdraw", "api:withdrawInvitation"]),
        ("Time zone of a person set", ["/Organise/Invitations/Invitation:Zone"]),
        ("Substitute invited", ["/Organise/Invitations/Substitutes:Approve", "api:approveSubstitute"]),
        ("Substitute not invited", ["/Organise/Invitations/Substitutes:Refuse", "api:refuseSubstitute"]),
        ("Letters sent again", ["/Organise/Letters/Index:Again", "api:sendLetterAgain"]),
        ("Arrival of a letter confirmed", ["/Organise/Letters/Index:Arrived", "api:noteLetterArrived"]),
        ("Address of a letter’s reader corrected", ["/Organise/Letters/Letter"]),
        ("Text of a letter changed", ["/Organise/Letters/Templates", "api:writeLetterTemplate"]),
        ("Wave drafted", ["api:createWave"]),
        ("Wave sent off", ["/Organise/Waves/Preview:Send", "api:sendWave"]),
        ("Role of the people of a wave set", ["/Organise/Waves/Preview:Role"]),
        ("Person taken out of a draft", ["/Organise/Waves/Preview:TakeOut"]),
        ("Draft of a wave thrown away", ["/Organise/Waves/Preview:Discard"]),
        ("Letter sent as a test", ["/Organise/Waves/Preview:Test"]),
        ("Letter of a wave written for one person", ["/Organise/Waves/Reader"]),
        ("Letter of a wave set back to the common text", ["/Organise/Waves/Reader:AsOthers"]),
        ("Text of a paused wave prepared", ["/Organise/Waves/Rewrite"]),
        ("Text of a paused wave replaced", ["/Organise/Waves/Rewrite:Use"]),
        ("Wave held", ["/Organise/Waves/Wave:Pause", "api:pauseWave"]),
        ("Paused wave let go on", ["/Organise/Waves/Wave:Resume", "api:resumeWave"]),
        ("Undelivered letters of a wave tried again", ["/Organise/Waves/Wave:Retry", "api:retryWave"]),
        ("Wave taken back", ["/Organise/Waves/Wave:Undo", "api:undoWave"]),
        ("Person added", ["/Organise/People/New", "api:createPerson"]),
        ("Person changed", ["/Organise/People/Person", "api:changePerson"]),
        ("List of people looked at before importing", ["/Organise/People/Import"]),
        ("List of people imported", ["/Organise/People/Import:Import", "api:importPeople"]),
        ("Import taken back", ["/Organise/People/Imports:Undo", "api:undoImport"]),
        ("Segment kept", ["/Organise/People/Index:Save", "api:createSegment"]),
        ("Segment removed", ["/Organise/People/Segments:Remove", "api:removeSegment"]),
        ("Two records merged", ["/Organise/People/Merge", "api:mergePeople"]),
        ("Merge of two records taken back", ["/Organise/People/Duplicates:Undo", "api:undoMerge"]),
        ("Two records told apart", ["/Organise/People/Duplicates:Apart"]),
        ("Taking the directory out asked for", ["/Organise/People/Export"]),
        ("Taking the directory out allowed", ["/Organise/People/ExportWish:Allow"]),
        ("Taking the directory out refused", ["/Organise/People/ExportWish:Refuse"]),
        ("Directory taken out", ["/Organise/People/ExportWish:Download"]),
        ("Consents put again as questions", ["/Organise/Consents/Index:Ask"]),
        ("Ledger of consents taken as a file", ["/Organise/Consents/Index:Download"]),
        ("Purposes of a day set", ["/Organise/Consents/Purposes"]),
        ("Quotation asked for", ["/Organise/Consents/Quotations"]),
        ("Consent noted for somebody", ["/Organise/Consents/Record"]),
        ("Erasure of a person planned", ["/Organise/Rights/Index:Erase", "api:planErasure"]),
        ("Person restricted on their request", ["/Organise/Rights/Index:Restrict"]),
        ("Restriction of a person lifted", ["/Organise/Rights/Index:Lift"]),
        ("Objection of a person noted", ["/Organise/Rights/Index:Object"]),
        ("Everything about a person taken out for them", ["/Organise/Rights/Index:Export"]),
        ("Planned erasure stopped", ["/Organise/Rights/Index:Stop", "api:stopErasure"]),
        ("Person erased", ["person.erased"]),
        ("Partner changed", ["/Organise/Partners/Index"]),
        ("Partner removed", ["/Organise/Partners/Index:Remove"]),
        ("Publication written", ["/Organise/Publications/New", "api:createPublication"]),
        ("Publication changed", ["/Organise/Publications/Publication", "api:changePublication"]),
        ("File put to a publication", ["/Organise/Publications/Publication:Attach", "api:putPublicationFile"]),
        ("File taken from a publication", ["/Organise/Publications/Publication:Detach", "api:deletePublicationFile"]),
        ("Finding in a publication answered for as the first", ["/Organise/Publications/Publication:Propose", "api:proposePublicationRisk"]),
        ("Publication put on the public page", ["/Organise/Publications/Publication:Publish", "api:publishPublication"]),
        ("Publication taken off the public page", ["/Organise/Publications/Publication:TakeOff", "api:takePublicationOff"]),
        ("Session closed to further points", ["/Report/Session:Close"]),
        ("Session opened again to further points", ["/Report/Session:OpenAgain"]),
        ("Assembly of a summary asked for", ["/Report/SummaryOf:Assemble", "api:assembleSummary"]),
        ("Assembly of a summary stopped", ["/Report/SummaryOf:Cancel", "api:cancelSummary"]),
        ("Sentence of a summary changed", ["/Report/Summary:Item", "api:changeSummaryItem"]),
        ("Risk of a sentence taken as the second", ["/Report/Summary:Risk", "api:acceptSummaryRisk"]),
        ("Summary submitted as the first", ["/Report/Summary:Submit", "api:reviewSummary"]),
        ("Summary released as the second", ["/Report/Summary:Release", "api:releaseSummary"]),
        ("Summary published", ["/Report/Summary:Publish", "api:publishSummary"]),
        ("Summary taken back", ["/Report/Summary:Unpublish", "api:unpublishSummary"]),
        ("Objections to a draft opened to participants", ["/Report/SummaryObjections:Open", "api:openObjectionRound"]),
        ("Objections to a draft decided", ["/Report/SummaryObjections:Handle", "api:decideObjections"]),
        ("Program let in", ["api-token:made"]),
        ("Program shut out", ["api-token:revoked"]),
        ("Backup restored", ["backup:restored"]),
    ];

    // Summaries of a session came first; those of a day and of a series are told by the ending of their operation.
    private static readonly string[] Whose = ["OfDialogue", "OfSeries"];

    private static readonly Dictionary<string, string> Known = Table.SelectMany(line => line.Actions, (line, action) => (action, line.Words)).ToDictionary(a => a.action, a => a.Words, StringComparer.Ordinal);

    /// <summary>An action of a time before or after this version stands as the chain has it.</summary>
    public static string OfAction(this T texts, string action) => WordsOf(action) is { } words ? texts[words] : action;

    /// <summary>The English words, which are the key of the French ones; null when there are none.</summary>
    internal static string? WordsOf(string action) =>
        Known.GetValueOrDefault(action) ?? Whose.Where(end => action.EndsWith(end, StringComparison.Ordinal)).Select(end => Known.GetValueOrDefault(action[..^end.Length])).FirstOrDefault(words => words is not null);
}

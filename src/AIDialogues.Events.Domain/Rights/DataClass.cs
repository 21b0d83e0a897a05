namespace AIDialogues.Events.Domain;

/// <summary>What sort of thing a column says about somebody.</summary>
public enum DataClass
{
    Identity,
    Contact,
    Profession,
    Answer,
    Presence,
    Needs,
    Consent,
    Correspondence,
    Credential,
    Staff,
    Technical,
}

/// <summary>What personal data are used for: the lines of the record of processing (GDPR, article 30).</summary>
public enum ProcessingPurpose
{
    Inviting,
    Hosting,
    ProvingConsent,
    Corresponding,
    Answering,
    Administering,
    Accounting,
}

namespace AIDialogues.Events.Domain;

/// <summary>
/// Under which rule people speak. Chatham House: what is heard may be used, never attributed. Off the record: not used at all
/// outside. On the record: may be quoted with the name.
/// </summary>
public enum Rule
{
    ChathamHouse,
    OffTheRecord,
    OnTheRecord,
}

namespace AIDialogues.Events.Domain;

/// <summary>An expected "no": a stable code and the facts its sentence names. The sentences live in the hosts, in English and French.</summary>
public sealed record Refusal(string Code)
{
    public IReadOnlyList<object> Facts { get; init; } = [];

    /// <summary>The name of the property it is about, where the code alone does not tell; else empty.</summary>
    public string About { get; init; } = "";

    public static Refusal Of(string code, params object[] facts) => new(code) { Facts = facts };
}

namespace MultiLLM.Server.Hosting.Admission;

/// <summary>What the queue decides. Each ticket that arrives hears of exactly one of these, unless it leaves before.</summary>
internal interface IAdmissionEffects
{
    void LetIn(Ticket ticket);

    void Refuse(Ticket ticket, AdmissionRefusal why);
}

internal enum AdmissionRefusal
{
    /// <summary>As many wait as may.</summary>
    Full,

    /// <summary>As many of the same caller wait as may.</summary>
    CallerFull,

    /// <summary>Its deadline has passed.</summary>
    Late,
}

namespace MultiLLM.Core.Selection.Cascade;

/// <summary>What a cascade tells the selection beneath it about one of its two requests, and gets back.</summary>
/// <param name="Note">What became of the draft; null: this is the draft, which may never be seen.</param>
internal sealed record CascadeStep(CascadeNote? Note)
{
    public bool IsDraft => Note is null;

    /// <summary>The draft's answer, once it has begun. It counts as given when the cascade says so.</summary>
    public AnsweredBy? Draft { get; set; }
}

namespace MultiLLM.Core.Analytics.Prompts;

/// <summary>Takes out of a text what must not be kept, before it is sealed.</summary>
public interface IPromptRedactor
{
    /// <summary>The beginning of the text, without what identifies people or opens doors. Called by one thread, away from the requests.</summary>
    string Redact(string text);
}

internal sealed class PlainRedactor : IPromptRedactor
{
    public string Redact(string text) => PromptRedactor.Redact(text);
}

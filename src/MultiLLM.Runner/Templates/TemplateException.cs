namespace MultiLLM.Runner.Templates;

/// <summary>A chat template could not be compiled, refused the conversation, or broke a limit. The message is meant for the caller.</summary>
internal sealed class TemplateException(string message, bool raisedByTemplate = false, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The template itself refused the conversation (raise_exception).</summary>
    public bool RaisedByTemplate { get; } = raisedByTemplate;
}

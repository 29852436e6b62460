using MultiLLM.Core.Gateway.Policy.Text;

namespace MultiLLM.Core.Gateway.Policy.Detectors;

/// <summary>Knows one kind of thing that texts may hold. Stateless; time grows with the text's length and nothing else.</summary>
/// <param name="name">As policies call it.</param>
/// <param name="group">Policies may name the whole group.</param>
/// <param name="label">What stands in the place of what is masked.</param>
internal abstract class Detector(string name, string group, string label)
{
    public string Name => name;
    public string Group => group;
    public string Label => label;

    /// <summary>It looks at what is addressed to a model, not at what a model says.</summary>
    public virtual bool ReadsInputOnly => false;
}

/// <summary>Looks at the text by itself.</summary>
internal abstract class SpanDetector(string name, string group, string label) : Detector(name, group, label)
{
    public abstract void Find(ScanText text, List<Hit> hits);

    /// <summary>
    /// From where on something could still become a hit, or a longer one, if the text went on; its length: nowhere. To be asked where a word has ended, so what holds
    /// no border between words needs no answer.
    /// </summary>
    public virtual int Pending(ScanText text) => text.Letters.Length;
}

/// <param name="Start">In the normal text.</param>
/// <param name="End">Behind its last character.</param>
/// <param name="Sign">What gave it away, where the detector tells several signs apart.</param>
/// <param name="IsWeak">Too many other things look like it: it is flagged at most.</param>
internal readonly record struct Hit(int Start, int End, string? Sign = null, bool IsWeak = false);

/// <summary>A text with what detectors share of it.</summary>
/// <param name="normal">The text.</param>
/// <param name="isInstruction">The author of the conversation set it as an instruction; it is not a stranger's.</param>
internal sealed class ScanText(NormalText normal, bool isInstruction = false)
{
    private FoldedText? _folded;

    public NormalText Normal => normal;
    public ReadOnlySpan<char> Letters => normal.Value;
    public bool IsInstruction => isInstruction;
    public FoldedText Folded => _folded ??= FoldedText.From(normal);
}

internal static class DetectorGroups
{
    public const string Secrets = "secrets";
    public const string Personal = "personal";
    public const string Network = "network";
    public const string Injection = "injection";
    public const string Exfiltration = "exfiltration";
}

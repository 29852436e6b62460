using MultiLLM.Core.Gateway.Keys.Secrets;

namespace MultiLLM.Server.Gateway.Keys.Intake;

/// <summary>What a request brought to be let in with. It was taken out of the request, so this is the only place where it is.</summary>
/// <param name="key">What looks like a key of this service; null: nothing does.</param>
/// <param name="misuse">Why no key can be taken from it, a sentence; null: nothing is wrong.</param>
/// <param name="isOther">It brought something that is not of this service.</param>
internal sealed class PresentedKey(string? key, string? misuse, bool isOther)
{
    public string? Key => key;
    public string? Misuse => misuse;
    public bool IsOther => isOther;

    public override string ToString() => key is null ? "no key" : KeySecret.Redact(key);
}

using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;

namespace MultiLLM.Core.Analytics.Prompts;

/// <summary>
/// Encrypts kept texts. The keys lie in <c>Home/keys</c> and change every 90 days; old ones stay for what they sealed. A database, or a copy of it, tells
/// nothing without them.
/// </summary>
internal sealed partial class PromptSeal(IDataProtectionProvider provider, ILogger<PromptSeal> log)
{
    private readonly IDataProtector _protector = provider.CreateProtector("MultiLLM.Analytics.Prompts.v1");
    private bool _said;

    /// <summary>Null: there is no key to seal it with, so it must not be kept.</summary>
    public string? Seal(string text)
    {
        try
        {
            return _protector.Protect(text);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            if (!_said)
                LogNotKept(error.Message);
            _said = true;
            return null;
        }
    }

    /// <summary>Null: its key is gone, or it is none of ours.</summary>
    public string? Open(string sealedText)
    {
        try
        {
            return _protector.Unprotect(sealedText);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "Texts of requests are not kept, because they cannot be encrypted: {Reason}")]
    private partial void LogNotKept(string reason);
}

using Microsoft.Extensions.Options;
using MultiLLM.Core.Backends.Addresses;

namespace MultiLLM.Core.Backends;

/// <summary>Names what cannot be used.</summary>
internal sealed class ValidateBackends : IValidateOptions<BackendOptions>
{
    public ValidateOptionsResult Validate(string? name, BackendOptions options)
    {
        var errors = new List<string>();
        if (AddressPolicy.Parse([.. options.AllowedAddresses]).Error is { } error)
            errors.Add($"{BackendOptions.Section}:AllowedAddresses: {error.Message}");
        if (TrustedAuthorities.Read(options.AuthorityFile).Error is { } unreadable)
            errors.Add($"{BackendOptions.Section}:AuthorityFile: {unreadable.Message}");
        if (options.Proxy is { } proxy && (!proxy.IsAbsoluteUri || proxy.Scheme is not ("http" or "https") || proxy.UserInfo.Length > 0))
            errors.Add($"{BackendOptions.Section}:Proxy takes an http or https address without user and password.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}

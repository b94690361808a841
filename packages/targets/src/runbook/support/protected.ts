import { basename } from "node:path";
import type { ProcessInfo } from "@gradus/core";
import type { Owners } from "./owners.ts";
import { ancestorsOf, tableOf } from "./processes.ts";

/** What a machine, a session, somebody's data or everybody's traffic hangs on. Names as the kernel has them: 15 characters at most. */
const CRITICAL =
  /^(systemd.*|\(sd-.*|init|launchd|udevd|.*-udevd|dbus-.*|sshd.*|login|a?getty|su|sudo|doas|tmux.*|screen|Xorg|Xwayland|gnome-.*|gdm.*|sddm|plasmashell|kwin.*|pipewire.*|docker.*|containerd.*|runc|crun|conmon|podman|buildkitd|tini|dumb-init|s6-.*|runsvdir|runsv|kubelet|kube-.*|crio|k3s.*|nomad|supervisord|monit|pm2.*|PM2.*|crond?|atd|rsyslogd|syslog.*|auditd|NetworkManager|networkd.*|wpa_supplicant|dhclient|dhcpcd|dnsmasq|chronyd|ntpd|polkitd|snapd|lxcfs|lxc-.*|libvirtd|qemu.*|firecracker|amazon-.*|ssm-.*|cloud-init|unattended-upgr|apt.*|dpkg.*|rpm|yum|dnf|zypper|pacman|mkfs.*|e?2?fsck.*|mount.*|rsync|restic|borg|pg_dump.*|pg_restore|mysqldump|postgres|postmaster|mysqld.*|mariadbd?|mongod|mongos|redis-server|valkey-server|etcd|memcached|clickhouse.*|influxd|cassandra|beam\.smp|zookeeper|nginx|haproxy|caddy|traefik|envoy|apache2|httpd|lighttpd|varnishd|squid|rootlesskit|rootlessport.*|slirp4netns|passt.*|pasta.*|gvproxy|vpnkit.*)$/;

/**
 * Why a process must not be signalled as an intruder. Undefined: it may be.
 * A process that is not in the table is protected: what cannot be seen cannot be judged.
 */
export function whyProtected(
  pid: number,
  processes: readonly ProcessInfo[],
  owners: Owners,
): string | undefined {
  if (!Number.isInteger(pid) || pid <= 1) return "it is the first process of the machine";
  const table = tableOf(processes);
  const found = table.get(pid);
  if (!found) return "it cannot be seen";
  if (pid === 2 || found.ppid === 2) return "it belongs to the kernel";
  if (found.argv.length === 0 && found.state !== "Z") return "it belongs to the kernel";
  if (owners.own.has(pid)) return "it is Gradus";

  const owner = owners.targets.get(pid);
  if (owner !== undefined) return `it belongs to the target ${owner}`;
  for (const ancestor of ancestorsOf(pid, table)) {
    const above = owners.targets.get(ancestor);
    if (above !== undefined) return `it was started by the target ${above}`;
  }
  const isAbove = (other: number): boolean => ancestorsOf(other, table).includes(pid);
  if ([...owners.own].some(isAbove)) return "Gradus runs under it";
  if ([...owners.targets.keys()].some(isAbove)) return "a target runs under it";
  return isCritical(found) ? `the machine or somebody's session needs ${found.command}` : undefined;
}

function isCritical(process: ProcessInfo): boolean {
  const first = process.argv[0] ?? "";
  const names = [process.command, basename(process.command), basename(first.split(" ")[0] ?? "")];
  if (names.some((name) => CRITICAL.test(name.replace(/:.*$/, "")))) return true;
  const shell = /^-?(ba|z|da|k|fi|tc|c)?sh$/.test(basename(first));
  return shell && (first.startsWith("-") || process.argv.length === 1);
}
